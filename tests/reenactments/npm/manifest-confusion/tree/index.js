'use strict'

exports.float = (list, item) => [item, ...list.filter((one) => one !== item)]
