'use strict'

exports.mock = (answer) => async () => ({ json: async () => answer })
