/**
 * What the page of a map does. It is sent to the browser as it stands; without it every link and canvas works all the
 * same, because a canvas shows by its address alone.
 */
const board = document.querySelector('.board')
const diagram = document.querySelector('.diagram')
const nodes = [...diagram.querySelectorAll('.node')]
const lines = [...diagram.querySelectorAll('.line')]
const canvases = [...document.querySelectorAll('.canvas')]

const { refit } = zoomable()
filterable()
const search = searchable()
selectable()

/**
 * Shows one node with its neighbours, or several with what joins them to each other, and lets the rest step back; with
 * nothing to attend to, shows everything alike.
 */
function attendTo(names) {
  const ends = names.size === 1 ? 'some' : 'every'
  const isNear = ({ dataset }) => [dataset.from, dataset.to][ends]((end) => names.has(end))
  const neighbours = lines
    .filter((line) => isNear(line) && !line.classList.contains('off'))
    .flatMap(({ dataset }) => [dataset.from, dataset.to])
  const near = new Set([...names, ...neighbours])
  diagram.classList.toggle('attentive', names.size > 0 || search.isActive())
  for (const node of nodes) node.classList.toggle('near', near.has(node.dataset.name))
  for (const line of lines) line.classList.toggle('near', isNear(line))
}

/** What is attended to when no pointer or focus asks for something else: the open canvas, or what a search has found. */
function attendToChoice() {
  const open = findOpen()
  attendTo(new Set(open ? [open.dataset.name] : search.found()))
}

function findOpen() {
  return canvases.find(({ id }) => id === location.hash.slice(1))
}

function selectable() {
  for (const node of nodes) {
    node.addEventListener('pointerenter', () => attendTo(new Set([node.dataset.name])))
    node.addEventListener('focus', () => attendTo(new Set([node.dataset.name])))
    node.addEventListener('pointerleave', attendToChoice)
    node.addEventListener('blur', attendToChoice)
  }
  addEventListener('hashchange', showChoice)
  // While the page is read, the address of a canvas does not show it yet.
  addEventListener('load', showChoice)
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
  refit()
}

function showChoice() {
  const open = findOpen()
  for (const node of nodes) {
    const isSelected = node.dataset.name === open?.dataset.name
    node.classList.toggle('selected', isSelected)
  }
  refit()
  attendToChoice()
  if (open) bringIntoView(open.dataset.name)
  open?.focus({ preventScroll: true })
}

/** Closes the open canvas and goes back to its node. */
function close() {
  const open = findOpen()
  if (!open) return
  location.hash = '#map'
  nodes.find(({ dataset }) => dataset.name === open.dataset.name)?.focus({ preventScroll: true })
}

/** Moves the board until a node stands in its middle, together with its neighbours where all of them find room. */
function bringIntoView(name) {
  const frame = board.getBoundingClientRect()
  const node = nodes.find(({ dataset }) => dataset.name === name)
  const around = frameOf(nodes.filter(({ classList }) => classList.contains('near')))
  const fits = around.right - around.left <= frame.width && around.bottom - around.top <= frame.height
  const { left, right, top, bottom } = fits ? around : node.getBoundingClientRect()
  board.scrollLeft += (left + right) / 2 - (frame.left + frame.right) / 2
  board.scrollTop += (top + bottom) / 2 - (frame.top + frame.bottom) / 2
}

/** The smallest rectangle around some nodes. */
function frameOf(some) {
  const frames = some.map((node) => node.getBoundingClientRect())
  return {
    left: Math.min(...frames.map(({ left }) => left)),
    right: Math.max(...frames.map(({ right }) => right)),
    top: Math.min(...frames.map(({ top }) => top)),
    bottom: Math.max(...frames.map(({ bottom }) => bottom)),
  }
}

function filterable() {
  for (const box of document.querySelectorAll('[data-filter]')) {
    box.addEventListener('change', () => {
      for (const line of lines) {
        if (line.dataset.kind === box.dataset.filter) line.classList.toggle('off', !box.checked)
      }
    })
  }
}

/** Finds modules by any word of theirs; Enter opens the first. */
function searchable() {
  const input = document.querySelector('#search')
  const list = document.querySelector('#found')
  const told = document.querySelector('#matches')
  const entries = [...list.querySelectorAll('a')]
  const isShown = (entry) => !entry.parentElement.hidden
  const isActive = () => input.value.trim() !== ''
  const found = () => (isActive() ? entries.filter(isShown).map(({ dataset }) => dataset.name) : [])
  const look = () => {
    const words = input.value.trim().toLowerCase()
    for (const entry of entries) {
      const hit = words === '' ? undefined : entry.dataset.words.split('\n').find((word) => word.includes(words))
      entry.parentElement.hidden = hit === undefined
      const why = document.createElement('small')
      why.textContent = hit === undefined || hit === entry.dataset.name.toLowerCase() ? '' : hit
      entry.replaceChildren(entry.dataset.name, why)
    }
    list.hidden = found().length === 0
    told.textContent = isActive() ? `${found().length} of ${entries.length}` : ''
    attendToChoice()
  }
  input.addEventListener('input', look)
  input.addEventListener('focus', look)
  input.addEventListener('keydown', (event) => {
    const first = entries.find(isShown)
    if (event.key === 'ArrowDown' && first) {
      event.preventDefault()
      first.focus()
    }
    if (event.key === 'Enter' && first && isActive()) first.click()
  })
  list.addEventListener('keydown', (event) => moveInList(event, entries.filter(isShown), input))
  list.addEventListener('click', () => {
    list.hidden = true
  })
  document.addEventListener('focusin', ({ target }) => {
    if (!input.parentElement.contains(target)) list.hidden = true
  })
  return { isActive, found }
}

function moveInList(event, entries, input) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const next = entries[entries.indexOf(document.activeElement) + step]
  ;(next ?? (step === -1 ? input : document.activeElement)).focus()
}

/** Larger and smaller by buttons, by pinching and by the wheel with Ctrl; moved by its scroll bars, keys and dragging. */
function zoomable() {
  const natural = { width: diagram.viewBox.baseVal.width, height: diagram.viewBox.baseVal.height }
  const smallest = 0.2
  const readable = 0.62
  const comfortable = 1.3
  const largest = 2.5
  const margin = 32
  let scale = 1
  let isChosen = false
  const zoomTo = (wanted, at = { x: board.clientWidth / 2, y: board.clientHeight / 2 }) => {
    const before = scale
    scale = Math.min(Math.max(wanted, smallest), largest)
    const x = (board.scrollLeft + at.x) * (scale / before) - at.x
    const y = (board.scrollTop + at.y) * (scale / before) - at.y
    diagram.setAttribute('width', String(natural.width * scale))
    diagram.setAttribute('height', String(natural.height * scale))
    board.scrollTo(x, y)
  }
  const fitting = () =>
    Math.min((board.clientWidth - margin) / natural.width, (board.clientHeight - margin) / natural.height, comfortable)
  const choose = (wanted, at) => {
    isChosen = true
    zoomTo(wanted, at)
  }
  /** As large as the board has room for, unless somebody has chosen otherwise; never too small to be read. */
  const refit = () => {
    if (!isChosen) zoomTo(Math.max(fitting(), readable))
  }
  const actions = { in: () => choose(scale * 1.25), out: () => choose(scale / 1.25), fit: () => choose(fitting()) }
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', actions[button.dataset.zoom])
  }
  board.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const frame = board.getBoundingClientRect()
      choose(scale * 1.002 ** -event.deltaY, { x: event.clientX - frame.left, y: event.clientY - frame.top })
    },
    { passive: false },
  )
  addEventListener('resize', refit)
  draggable()
  return { refit }
}

function draggable() {
  const far = 4
  let held
  board.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button !== 0) return
    held = { x: event.clientX, y: event.clientY, left: board.scrollLeft, top: board.scrollTop, moved: false }
  })
  addEventListener('pointermove', (event) => {
    if (!held) return
    const x = event.clientX - held.x
    const y = event.clientY - held.y
    held.moved ||= Math.hypot(x, y) > far
    if (!held.moved) return
    board.classList.add('held')
    board.scrollTo(held.left - x, held.top - y)
  })
  addEventListener('pointerup', () => {
    board.classList.remove('held')
    // A click follows the release of a button, so what was held is forgotten after it.
    setTimeout(() => {
      held = undefined
    })
  })
  board.addEventListener('dragstart', (event) => event.preventDefault())
  board.addEventListener(
    'click',
    (event) => {
      if (held?.moved) event.preventDefault()
    },
    { capture: true },
  )
}
