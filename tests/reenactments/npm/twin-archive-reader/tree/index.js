'use strict'
const fs = require('fs')
const path = require('path')

function header (file) {
  const handle = fs.openSync(file, 'r')
  const size = Buffer.alloc(16)
  fs.readSync(handle, size, 0, 16, 0)
  const text = Buffer.alloc(size.readUInt32LE(12))
  fs.readSync(handle, text, 0, text.length, 16)
  fs.closeSync(handle)
  return { files: JSON.parse(text.toString()).files, start: 8 + size.readUInt32LE(4) }
}

/** List the files of app.asar or its like. */
exports.list = (file) => {
  const found = []
  const walk = (files, at) => Object.entries(files).forEach(([name, one]) => one.files ? walk(one.files, `${at}/${name}`) : found.push(`${at}/${name}`))
  walk(header(file).files, '')
  return found
}

/** Write the files of an archive below a folder. */
exports.extract = (file, folder) => {
  const { files, start } = header(file)
  const body = fs.readFileSync(file)
  for (const [name, one] of Object.entries(files)) {
    if (one.files) continue
    const begin = start + Number(one.offset)
    fs.writeFileSync(path.join(folder, path.basename(name)), body.subarray(begin, begin + one.size))
  }
}
