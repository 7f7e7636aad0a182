/** The changes between the types of two contracts, by what the compiler says of programs that assign one to the other. */
import type { Change, ChangeClass } from '../../change.ts'
import { compile, createProgramFolder } from '../../compiler.ts'
import { compareMembers, type MemberChanges } from './compare-members.ts'
import { type Comparison, readVerdict, type Verdict, writeComparison } from './comparison.ts'
import { findDeclared } from './members.ts'
import { listSubjects, type Subject, type SurfacePair } from './subjects.ts'

/**
 * Compares the types of contracts in one run of the compiler; none is needed where no text differs.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function compareTypes(
  root: string,
  pairs: readonly SurfacePair[],
): Promise<readonly (readonly Change[])[]> {
  using disposables = new DisposableStack()
  const comparisons = pairs.map((pair) => {
    const subjects = listSubjects(pair)
    if (subjects.length === 0) return undefined
    return writeComparison(disposables.use(createProgramFolder(pair.folder)).path, pair, subjects)
  })
  const files = comparisons.flatMap((comparison) => comparison?.files ?? [])
  if (files.length === 0) return pairs.map(() => [])
  const { path: folder } = disposables.use(createProgramFolder(root))
  const errors = await compile({ root, folder, files, options: { noEmit: true, noErrorTruncation: true } })
  return comparisons.map(
    (comparison) =>
      comparison?.subjects.flatMap((subject, index) =>
        judge(subject, comparison, readVerdict(comparison, index, errors)),
      ) ?? [],
  )
}

function judge(subject: Subject, { old, now }: Comparison, { reading, giving, isSame }: Verdict): readonly Change[] {
  if (isSame) return []
  const { name, surface, use, declared, isValue, symbols } = subject
  const [before, after] = [old, now].map((program) => findDeclared(program, declared, isValue))
  const members = compareMembers(before ?? [], after ?? [])
  const change = (level: ChangeClass, message: string): readonly Change[] => [
    { class: level, surface, name, message, symbols },
  ]
  if (members.removed.length > 0) return change('major', describe(members.removed, 'removed'))
  if (members.nowReadOnly.length > 0) return change('major', describe(members.nowReadOnly, 'made read-only'))
  const refusals = { read: reading, given: giving, both: reading ?? giving, service: reading, port: reading ?? giving }
  const refusal = refusals[use]
  if (refusal !== undefined) return change('major', describeRefusal(subject, refusal, reading === undefined))
  return change('minor', describeAddition(members, use === 'service' && giving !== undefined))
}

function describeRefusal({ surface, use }: Subject, reason: string, onlyGiving: boolean): string {
  if (surface === 'service' && onlyGiving) return `who offers it has to follow: ${reason}`
  if (surface === 'service') return `who calls it is refused: ${reason}`
  if (use === 'given' || onlyGiving) return `what was made for it before does not fit any more: ${reason}`
  return `who reads it finds something else: ${reason}`
}

function describeAddition({ added }: MemberChanges, breaksFakes: boolean): string {
  const what = added.length > 0 ? describe(added, 'added') : 'it changed and still fits what was made for it'
  return `${what}${breaksFakes ? '; who fakes the service in a test has to follow' : ''}`
}

function describe(paths: readonly string[], what: string): string {
  return `${paths.map(describePath).join(', ')} ${paths.length === 1 ? 'was' : 'were'} ${what}`
}

/** Says `"lines.discount"`, or `parameter 2 of "find"`. */
function describePath(path: string): string {
  const parameter = /^(.*)\((\d+)(?:\.\.\.)?\)$/.exec(path)
  if (!parameter) return `"${path}"`
  const [, owner, number] = parameter
  return owner ? `parameter ${number} of "${owner}"` : `parameter ${number}`
}
