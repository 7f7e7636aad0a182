// Loaded before each command. Every Node since version 4 must be able to read this file: no syntax newer than ES5.
'use strict'
var parts = process.versions.node.split('.')
var isOld = Number(parts[0]) < 20 || (Number(parts[0]) === 20 && Number(parts[1]) < 19)
var message =
  'Ashlar needs Node 20.19 or newer to set itself up, and this is Node ' +
  process.versions.node +
  '. Install Node 24 from https://nodejs.org and run the command again.'
if (isOld) {
  console.error(message)
  process.exit(1)
}
