'use strict'
exports.get = (o, k) => o[k]
