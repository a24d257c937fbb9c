'use strict';

const $ = (id) => document.getElementById(id);

const bars = {
	relief: '#5b8f66, #8db580, #cfcf97, #ddbe8a, #b98d66, #9c7a66, #d9d2cc, #fff',
	hillshade: '#9a9a9a, #9a9a9a',
	colour: '#440154, #46327e, #365c8d, #277f8e, #1fa187, #4ac16d, #a0da39, #fde725'
};

let terrain;
let marker;
let line;
let profile;

async function get(url) {
	const response = await fetch(url);
	if (!response.ok) {
		const problem = await response.json().catch(() => ({}));
		throw new Error(problem.detail || problem.title || response.statusText);
	}
	return response;
}

const getJson = async (url) => (await get(url)).json();

let timer;

function say(error) {
	$('message').textContent = error.message;
	$('message').hidden = false;
	clearTimeout(timer);
	timer = setTimeout(() => $('message').hidden = true, 6000);
}

const encodePath = (path) => path.split('/').map(encodeURIComponent).join('/');
const imageUrl = (store, path) => `api/image/${encodeURIComponent(store)}/${encodePath(path)}.png`;
const degrees = (point) => `${Math.abs(point.lat).toFixed(5)}° ${point.lat < 0 ? 'S' : 'N'}, `
	+ `${Math.abs(point.lon).toFixed(5)}° ${point.lon < 0 ? 'W' : 'E'}`;
const ask = (point) => `${point.lat.toFixed(7)},${point.lon.toFixed(7)}`;

// From fractions of the picture, from its left and top edges, to degrees and back

function toPoint(x, y) {
	const down = terrain.northUp ? y : 1 - y;
	return {
		lat: terrain.north + (terrain.south - terrain.north) * down,
		lon: terrain.west + (terrain.east - terrain.west) * x
	};
}

function toFractions(point) {
	const down = (point.lat - terrain.north) / (terrain.south - terrain.north);
	return {
		x: (point.lon - terrain.west) / (terrain.east - terrain.west),
		y: terrain.northUp ? down : 1 - down
	};
}

// The map

async function draw(style) {
	for (const button of document.querySelectorAll('[data-style]')) {
		button.setAttribute('aria-pressed', button.dataset.style === style);
	}
	const response = await get(`${imageUrl(terrain.store, terrain.path)}?style=${style}`);
	URL.revokeObjectURL($('image').src);
	$('image').src = URL.createObjectURL(await response.blob());
	$('bar').style.background = `linear-gradient(to right, ${bars[style]})`;
	for (const end of ['min', 'max']) {
		const value = response.headers.get(`Zarr-${end}`);
		$(end).textContent = value === null ? '' : `${Number(value)} ${terrain.unit}`;
	}
}

function prepare(canvas) {
	const box = canvas.getBoundingClientRect();
	const scale = window.devicePixelRatio || 1;
	canvas.width = Math.round(box.width * scale);
	canvas.height = Math.round(box.height * scale);
	const context = canvas.getContext('2d');
	context.scale(scale, scale);
	return { context, width: box.width, height: box.height };
}

function dot(context, x, y, colour) {
	context.beginPath();
	context.arc(x, y, 5, 0, 2 * Math.PI);
	context.fillStyle = colour;
	context.fill();
	context.lineWidth = 2;
	context.strokeStyle = '#fff';
	context.stroke();
}

function drawOverlay(highlight) {
	const { context, width, height } = prepare($('overlay'));
	const place = (point) => {
		const { x, y } = toFractions(point);
		return [x * width, y * height];
	};
	if (line) {
		for (const [colour, thickness] of [['#fff', 5], ['#24291f', 2]]) {
			context.beginPath();
			context.moveTo(...place(line.from));
			context.lineTo(...place(line.to));
			context.strokeStyle = colour;
			context.lineWidth = thickness;
			context.stroke();
		}
		dot(context, ...place(line.from), '#24291f');
		dot(context, ...place(line.to), '#24291f');
	}
	if (marker) {
		dot(context, ...place(marker), '#d0452b');
	}
	if (highlight) {
		dot(context, ...place(highlight), '#f2b134');
	}
}

async function showElevation(point) {
	marker = point;
	drawOverlay();
	const found = await getJson(`api/elevation?lat=${point.lat.toFixed(7)}&lon=${point.lon.toFixed(7)}`);
	$('elevation').textContent = found.elevation ?? 'unknown';
	$('unit').textContent = found.elevation === null ? '' : found.unit;
	$('place').textContent = `${degrees(point)} · row ${found.row}, column ${found.column} · store ${found.store}`;
}

async function showProfile(from, to) {
	line = { from, to };
	drawOverlay();
	profile = await getJson(`api/profile?from=${ask(from)}&to=${ask(to)}`);
	const known = profile.points.map((point) => point.elevation).filter((elevation) => elevation !== null);
	$('line').textContent = `${(profile.length / 1000).toFixed(1)} km`
		+ (known.length ? ` · from ${Math.min(...known)} to ${Math.max(...known)} ${profile.unit}` : '');
	drawChart();
}

// The chart

const margin = { left: 56, right: 10, top: 10, bottom: 24 };

function niceStep(range, count) {
	const rough = range / count;
	const power = Math.pow(10, Math.floor(Math.log10(rough)));
	return power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
}

function drawChart(highlight) {
	const { context, width, height } = prepare($('chart'));
	const known = profile ? profile.points.filter((point) => point.elevation !== null) : [];
	if (known.length < 2 || profile.length === 0) {
		return;
	}
	const style = getComputedStyle(document.documentElement);
	const elevations = known.map((point) => point.elevation);
	const low = Math.min(...elevations);
	const high = Math.max(...elevations);
	const step = niceStep(Math.max(high - low, 1), 4);
	const bottom = Math.floor(low / step) * step;
	const top = Math.max(Math.ceil(high / step) * step, bottom + step);
	const x = (distance) => margin.left + distance / profile.length * (width - margin.left - margin.right);
	const y = (elevation) => height - margin.bottom
		- (elevation - bottom) / (top - bottom) * (height - margin.top - margin.bottom);
	context.font = '12px system-ui, sans-serif';
	context.fillStyle = style.getPropertyValue('--muted');
	context.strokeStyle = style.getPropertyValue('--line');
	context.lineWidth = 1;
	context.textAlign = 'right';
	context.textBaseline = 'middle';
	for (let elevation = bottom; elevation <= top + step / 2; elevation += step) {
		context.beginPath();
		context.moveTo(margin.left, y(elevation));
		context.lineTo(width - margin.right, y(elevation));
		context.stroke();
		context.fillText(`${+elevation.toPrecision(6)} ${profile.unit}`, margin.left - 6, y(elevation));
	}
	context.textAlign = 'center';
	context.textBaseline = 'alphabetic';
	const kilometres = profile.length / 1000;
	const stepX = niceStep(kilometres, 5);
	for (let distance = 0; distance <= kilometres; distance += stepX) {
		context.fillText(`${+distance.toPrecision(4)}${distance ? '' : ' km'}`, x(distance * 1000), height - 6);
	}
	// Where elevations are not known, the line is broken.
	const runs = [[]];
	for (const point of profile.points) {
		if (point.elevation === null) {
			runs.push([]);
		}
		else {
			runs[runs.length - 1].push(point);
		}
	}
	for (const run of runs.filter((points) => points.length > 0)) {
		context.beginPath();
		run.forEach((point) => context.lineTo(x(point.distance), y(point.elevation)));
		context.strokeStyle = '#5b8f66';
		context.lineWidth = 2;
		context.stroke();
		context.lineTo(x(run[run.length - 1].distance), y(bottom));
		context.lineTo(x(run[0].distance), y(bottom));
		context.fillStyle = 'rgba(91, 143, 102, .25)';
		context.fill();
	}
	if (highlight && highlight.elevation !== null) {
		dot(context, x(highlight.distance), y(highlight.elevation), '#f2b134');
	}
}

$('chart').addEventListener('pointermove', (event) => {
	if (!profile || !line) {
		return;
	}
	const box = $('chart').getBoundingClientRect();
	const fraction = (event.clientX - box.left - margin.left) / (box.width - margin.left - margin.right);
	const last = profile.points.length - 1;
	const point = profile.points[Math.round(Math.max(0, Math.min(fraction, 1)) * last)];
	drawChart(point);
	drawOverlay(point);
	$('line').textContent = `${(point.distance / 1000).toFixed(2)} km · ${point.elevation ?? 'unknown'} ${profile.unit}`;
});

$('chart').addEventListener('pointerleave', () => {
	if (profile && line) {
		drawChart();
		drawOverlay();
	}
});

// A click asks for an elevation, a drag for a profile

let start;

function position(event) {
	const box = $('frame').getBoundingClientRect();
	// A little inside, so that the edge still belongs to the last cell.
	const within = (value) => Math.max(1e-6, Math.min(value, 1 - 1e-6));
	return toPoint(within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height));
}

const isDrag = (event) => start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > 6;

$('frame').addEventListener('pointerdown', (event) => {
	if (terrain) {
		start = { x: event.clientX, y: event.clientY, point: position(event) };
		$('frame').setPointerCapture(event.pointerId);
	}
});

$('frame').addEventListener('pointermove', (event) => {
	if (isDrag(event)) {
		line = { from: start.point, to: position(event) };
		drawOverlay();
	}
});

$('frame').addEventListener('pointerup', (event) => {
	if (!start) {
		return;
	}
	const drag = isDrag(event);
	const from = start.point;
	start = undefined;
	(drag ? showProfile(from, position(event)) : showElevation(from)).catch(say);
});

$('frame').addEventListener('pointercancel', () => start = undefined);

for (const button of document.querySelectorAll('[data-style]')) {
	button.addEventListener('click', () => draw(button.dataset.style).catch(say));
}

window.addEventListener('resize', () => {
	if (terrain) {
		drawOverlay();
		drawChart();
	}
});

// What there is, and how it is

function cell(row, text, type) {
	const element = row.insertCell();
	element.textContent = text;
	element.className = type || '';
	return element;
}

function bytes(count) {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let unit = 0;
	while (count >= 1000 && unit < units.length - 1) {
		count /= 1000;
		unit++;
	}
	return `${unit ? count.toFixed(1) : count} ${units[unit]}`;
}

async function showArrays() {
	const arrays = await getJson('api/arrays');
	$('arrays').replaceChildren();
	for (const array of arrays) {
		const row = $('arrays').insertRow();
		cell(row, array.store);
		cell(row, array.path ?? '');
		if (array.error) {
			cell(row, array.error, 'error').colSpan = 6;
			continue;
		}
		cell(row, array.shape.join(' × ') || 'one value');
		cell(row, array.dataType.name ?? array.dataType);
		cell(row, array.chunks.join(' × '));
		cell(row, array.codecs.join(', '));
		cell(row, bytes(array.storedBytes), 'number');
		const link = cell(row, '');
		if (array.shape.length === 2) {
			const anchor = document.createElement('a');
			anchor.href = imageUrl(array.store, array.path);
			anchor.textContent = 'picture';
			link.append(anchor);
		}
	}
}

async function showHealth() {
	// A health that is not UP has the status 503, and says as much.
	const health = await (await fetch('actuator/health')).json();
	const stores = health.components?.zarr?.components ?? { application: health };
	$('health').replaceChildren(...Object.entries(stores).map(([name, store]) => {
		const item = document.createElement('li');
		item.textContent = name;
		item.title = store.status;
		item.className = store.status === 'UP' ? 'up' : '';
		return item;
	}));
}

async function showTerrain() {
	terrain = await getJson('api/terrain');
	const middle = (terrain.north + terrain.south) / 2;
	// A degree of longitude is shorter than one of latitude.
	$('frame').style.aspectRatio = (terrain.east - terrain.west) * Math.cos(middle * Math.PI / 180)
		/ (terrain.north - terrain.south);
	$('title').textContent = terrain.title;
	document.title = terrain.title;
	$('subtitle').textContent = `${terrain.rows} × ${terrain.columns} cells in store ${terrain.store}`;
	await draw('relief');
	await showProfile(toPoint(.12, .2), toPoint(.88, .8));
	await showElevation(toPoint(.5, .5));
}

showTerrain().catch(say);
showArrays().catch(say);
showHealth().catch(say);
