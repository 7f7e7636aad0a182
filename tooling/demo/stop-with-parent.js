/** Loaded into the server: the channel to the process that started it closes when that process ends, however it ends. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
