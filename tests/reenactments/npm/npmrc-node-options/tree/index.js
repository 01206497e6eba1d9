'use strict'

module.exports = { background: '#10202c', text: '#d8e4ea' }
