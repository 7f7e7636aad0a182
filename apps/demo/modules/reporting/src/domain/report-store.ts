import type { DailyReport } from '../contract.ts'

/** The daily reports. */
export interface ReportStore {
  /** The newest first. */
  list(limit: number): Promise<DailyReport[]>
  /** The last day that has a report. */
  findLastDay(): Promise<string | undefined>
  /** Keeps a report; one that is there for the day stays. */
  insert(report: Omit<DailyReport, 'madeAt'>): Promise<void>
}
