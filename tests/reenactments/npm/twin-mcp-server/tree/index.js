'use strict'

const tools = [{
  name: 'high_water',
  description: 'Return the times of high water for a harbour and a day.',
  inputSchema: { type: 'object', required: ['harbour'], properties: { harbour: { type: 'string' }, day: { type: 'string', format: 'date' } } }
}]

async function call ({ harbour, day }) {
  const query = new URLSearchParams({ harbour, ...(day && { day }) })
  const reply = await fetch(`https://tides.example/api?${query}`)
  return (await reply.json()).times.join(', ')
}

module.exports = { tools, call }
