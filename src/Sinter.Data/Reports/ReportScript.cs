namespace Sinter.Data.Reports;

/// <summary>
/// The page's only script: the values below the pointer, or at the place reached with the arrow keys, in a line chart.
/// Without it the page loses nothing else. It writes text only, never markup.
/// </summary>
internal static class ReportScript
{
    public const string Source =
        """
        (() => {
        'use strict';
        const tip = document.getElementById('tip');
        const show = v => Math.abs(v) >= 1e4 ? Math.round(v).toLocaleString('en-US') : String(+v.toPrecision(4));
        const nearest = (points, x) => points.reduce((a, b) => Math.abs(b[0] - x) < Math.abs(a[0] - x) ? b : a);
        for (const plot of document.querySelectorAll('.plot')) {
          const source = plot.querySelector('script');
          if (!source) continue;
          const data = JSON.parse(source.textContent);
          const cursor = plot.querySelector('.cursor');
          const frame = plot.querySelector('svg');
          const all = data.series.reduce((a, s) => s.points.length > a.length ? s.points : a, []);
          const [from, to] = data.x.range;
          const scale = data.x.log ? Math.log : v => v;
          const share = v => (scale(v) - scale(from)) / (scale(to) - scale(from));
          let at = -1;
          const hide = () => { tip.hidden = true; cursor.setAttribute('visibility', 'hidden'); };
          const place = (x, clientY) => {
            const box = frame.getBoundingClientRect();
            cursor.setAttribute('x1', share(x) * 100 + '%');
            cursor.setAttribute('x2', share(x) * 100 + '%');
            cursor.setAttribute('visibility', 'visible');
            tip.textContent = '';
            const line = (text, value, style) => {
              const row = document.createElement('div');
              const name = document.createElement('span');
              const figure = document.createElement('b');
              name.textContent = text; figure.textContent = value;
              if (style) name.className = 'key ' + style;
              row.append(name, figure); tip.append(row);
            };
            line(data.x.label, show(x));
            for (const s of data.series) if (s.points.length) line(s.name, show(nearest(s.points, x)[1]), s.style);
            tip.hidden = false;
            const left = box.left + share(x) * box.width;
            const flip = left + 24 + tip.offsetWidth > innerWidth;
            tip.style.left = Math.max(4, (flip ? left - tip.offsetWidth - 12 : left + 12)) + scrollX + 'px';
            tip.style.top = clientY - tip.offsetHeight / 2 + scrollY + 'px';
          };
          const step = event => {
            const box = frame.getBoundingClientRect();
            const part = (event.clientX - box.left) / box.width;
            if (!all.length || part < -.02 || part > 1.02) { hide(); return; }
            const x = data.x.log ? from * Math.pow(to / from, part) : from + part * (to - from);
            const hit = nearest(all, x);
            at = all.indexOf(hit); place(hit[0], event.clientY);
          };
          plot.addEventListener('pointermove', step);
          plot.addEventListener('pointerleave', hide);
          plot.addEventListener('blur', hide);
          plot.addEventListener('keydown', event => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight' || !all.length) return;
            event.preventDefault();
            at = Math.min(all.length - 1, Math.max(0, at + (event.key === 'ArrowRight' ? 1 : -1)));
            const box = frame.getBoundingClientRect();
            place(all[at][0], box.top + box.height / 2);
          });
        }
        addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(d => { d.open = true; }));
        })();
        """;
}
