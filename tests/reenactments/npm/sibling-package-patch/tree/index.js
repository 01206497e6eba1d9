'use strict'

exports.provider = (address) => ({ address })
