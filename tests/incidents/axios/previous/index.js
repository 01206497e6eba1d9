'use strict'

const { request } = require('./lib/request')

const wharfget = (options) => request(options)

for (const method of ['get', 'delete', 'head']) {
  wharfget[method] = (url, options = {}) => request({ ...options, method, url })
}
for (const method of ['post', 'put', 'patch']) {
  wharfget[method] = (url, data, options = {}) => request({ ...options, method, url, data })
}

module.exports = wharfget
