'use strict'

exports.folder = __dirname + '/skills'
