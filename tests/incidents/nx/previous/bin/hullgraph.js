#!/usr/bin/env node
'use strict'

const { load, run } = require('../lib')

const wanted = process.argv.slice(2)
run(load(process.cwd()), wanted).catch((error) => {
  console.error(`hullgraph: ${error.message}`)
  process.exitCode = 1
})
