'use strict'
exports.menu = (list) => list.join('\n')
