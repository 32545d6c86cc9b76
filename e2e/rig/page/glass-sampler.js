// Evaluated in the watch page: notes, for every presented frame, when it was presented and the time code that it shows.
(() => {
  const LAYOUT = { width: 1280, left: 96, top: 640, block: 32, count: 34 };
  const CELL = 4;
  const canvas = document.createElement('canvas');
  canvas.width = LAYOUT.count * CELL;
  canvas.height = CELL;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const samples = [];
  window.glassSamples = samples;
  let watched;
  const read = (video) => {
    const scale = video.videoWidth / LAYOUT.width;
    const { left, top, block, count } = LAYOUT;
    context.drawImage(video, left * scale, (top + block / 4) * scale, block * count * scale, (block / 2) * scale, 0, 0, count * CELL, CELL);
    const { data } = context.getImageData(0, CELL / 2, count * CELL, 1);
    let blocks = '';
    for (let index = 0; index < count; index++) blocks += data[(index * CELL + CELL / 2) * 4] > 128 ? '1' : '0';
    return blocks;
  };
  const watch = () => {
    const video = document.querySelector('video');
    if (video && video !== watched) {
      watched = video;
      const onFrame = () => {
        if (video !== watched) return;
        samples.push([performance.timeOrigin + performance.now(), read(video), video.videoHeight]);
        if (samples.length > 60000) samples.splice(0, 30000);
        video.requestVideoFrameCallback(onFrame);
      };
      video.requestVideoFrameCallback(onFrame);
    }
    setTimeout(watch, 200);
  };
  watch();
})();
