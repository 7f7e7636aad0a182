export const scheduleArg = {
  type: 'positional',
  required: true,
  description: 'The job with the schedule, such as billing.remindOverdue',
} as const
