'use strict'
exports.init = () => ({})
