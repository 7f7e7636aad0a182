// Loaded before each command. Every Node since version 4 must be able to read this file: no syntax newer than ES5.
'use strict'
var version = process.versions.node
var parts = version.split('.')
if (Number(parts[0]) < 20 || (Number(parts[0]) === 20 && Number(parts[1]) < 19)) {
  console.error(
    'Ashlar needs Node 20.19 or newer to set itself up, and this is Node ' +
      version +
      '. Install Node 24 from https://nodejs.org and run the command again.',
  )
  process.exit(1)
}
