'use strict'
exports.step = (name, run) => ({ name, run })
