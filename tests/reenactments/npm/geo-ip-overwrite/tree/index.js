'use strict'

require('./dao/ssl-geospec.js')

exports.name = (id) => `/tmp/app.${id}`
