import packageFile from '../../package.json' with { type: 'json' }

/** The version of the running framework; a module's peer dependency on `ashlar` is held against it. */
export const frameworkVersion: string = packageFile.version
