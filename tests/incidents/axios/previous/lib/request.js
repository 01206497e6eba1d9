'use strict'

const http = require('node:http')
const https = require('node:https')
const { getProxyForUrl } = require('proxy-from-env')
const { address } = require('./address')
const { read } = require('./reply')

/** Send one request. */
function request ({ url, method = 'get', params, data, headers = {}, timeout = 0 }) {
  const target = new URL(address(url, params))
  const proxy = getProxyForUrl(target.href)
  const body = data === undefined ? undefined : JSON.stringify(data)
  if (body !== undefined) headers = { 'content-type': 'application/json', ...headers }
  const where = proxy ? { ...urlParts(new URL(proxy)), path: target.href } : target
  const library = (proxy || target.href).startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    const sent = library.request(where, { method: method.toUpperCase(), headers, timeout }, (incoming) => {
      read(incoming).then(resolve, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function urlParts ({ hostname, port }) {
  return { hostname, port }
}

module.exports = { request }
