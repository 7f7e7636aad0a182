/** The door of the map: what an app is made of, and what joins its modules. */
export { type ChooseFormatOptions, chooseFormat, type FileFormat, type MapFormat } from './format.ts'
export { type CheckMapOptions, checkMap, defaultMapFile, writeMap } from './map-file.ts'
export { type EdgeKind, type EdgeKindDescription, edgeKinds } from './model/edge-kinds.ts'
export type {
  AppNode,
  Breach,
  Canvas,
  Crossing,
  Edge,
  JobOnMap,
  ListenerOnMap,
  Need,
  Offer,
  ProjectMap,
  PublishedEvent,
  RouteOnMap,
  SettingOnMap,
} from './model/project-map.ts'
export { type ReadMap, type ReadMapOptions, readMap } from './read-map.ts'
export { renderMap } from './render/render-map.ts'
