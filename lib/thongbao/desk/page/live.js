// Shows the newest pages as soon as they are made. A new page is loaded behind the old one and takes its place, and its
// place in the text, when it is there: nothing flickers and nothing jumps.
'use strict';

const frames = document.getElementById('frames');
const status = document.getElementById('status');
const sections = [];

function element(name, text, parent) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
}

function section(place) {
  if (!sections[place]) {
    const outer = element('section', '', frames);
    const heading = element('h2', '', outer);
    const remarks = element('ol', '', outer);
    remarks.className = 'remarks';
    const pages = element('div', '', outer);
    pages.className = 'pages';
    sections[place] = { heading, remarks, pages, shown: 0, wanted: 0 };
  }
  return sections[place];
}

function show(one, place, frame) {
  one.wanted = frame.number;
  for (const late of one.pages.querySelectorAll('.coming')) late.remove();
  const next = element('iframe', '', one.pages);
  next.className = 'coming';
  next.title = frame.title;
  next.setAttribute('sandbox', 'allow-same-origin');
  next.addEventListener('load', () => {
    if (one.wanted !== frame.number) return;
    const before = one.pages.querySelector('iframe:not(.coming)');
    if (before) next.contentWindow.scrollTo(before.contentWindow.scrollX, before.contentWindow.scrollY);
    next.className = '';
    if (before) before.remove();
    one.shown = frame.number;
    document.body.dataset.shown = Math.min(...sections.map((each) => each.shown));
  });
  next.src = `page/${place}?${frame.number}`;
}

function remark(one, list, each, number) {
  const item = element('li', '', list);
  const button = element('button', each.text, item);
  button.className = each.stops ? 'stops' : '';
  button.addEventListener('click', () => {
    const page = one.pages.querySelector('iframe');
    const there = page && page.contentDocument.getElementById(`remark-${number}`);
    if (there) there.scrollIntoView({ block: 'center' });
  });
}

async function refresh() {
  const answer = await fetch('state');
  if (!answer.ok) throw new Error(answer.status);
  const state = await answer.json();
  state.frames.forEach((frame, place) => {
    const one = section(place);
    one.heading.textContent = frame.title + (frame.seconds === null ? '' : ` · ${frame.seconds} s`);
    if (frame.number === one.wanted) return;
    one.remarks.replaceChildren();
    frame.remarks.forEach((each, number) => remark(one, one.remarks, each, number));
    if (frame.page) show(one, place, frame);
    else one.wanted = frame.number;
  });
  const wrong = state.frames.reduce((sum, frame) => sum + frame.remarks.filter((each) => each.stops).length, 0);
  const all = wrong ? `${wrong} to mend: no bulletin would come out.` : 'Up to date.';
  status.textContent = state.said || (state.busy ? 'Making the page…' : all);
  document.title = state.frames.length ? `${wrong ? '✗ ' : ''}${state.frames[0].title}` : 'Preview';
}

let asked = Promise.resolve();
const events = new EventSource('events');
events.onmessage = () => {
  asked = asked.then(refresh).catch(() => { status.textContent = 'The preview has ended.'; });
};
events.onerror = () => { status.textContent = 'The preview has ended. Start it again in the terminal.'; };
