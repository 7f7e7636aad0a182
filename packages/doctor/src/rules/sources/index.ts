import type { Rule } from '../../rule.ts'
import { fileUnreadable } from './file-unreadable.ts'

/** Whether what there is to read can be read. */
export const sourceRules: readonly Rule[] = [fileUnreadable]
