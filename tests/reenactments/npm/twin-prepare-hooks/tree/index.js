'use strict'

/** Tell whether the first line is short. */
exports.ok = (message) => message.split('\n')[0].length <= 72
