'use strict'

module.exports = { shoal: '#c2e0ff', deep: '#1a4a80', land: '#efe6c8' }

@@hidden@@
