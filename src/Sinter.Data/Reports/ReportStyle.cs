namespace Sinter.Data.Reports;

/// <summary>The look of a report: one quiet column, figures that line up, colour only where it means something.</summary>
internal static class ReportStyle
{
    public const string Source =
        """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        main{max-width:1080px;margin:0 auto;padding:56px 28px 24px}
        h1{font-size:34px;line-height:1.15;font-weight:650;letter-spacing:-.018em;margin:0}
        h2{font-size:20px;line-height:1.3;font-weight:640;letter-spacing:-.01em;margin:0}
        h3{font-size:15px;font-weight:640;margin:32px 0 10px}
        p{margin:0}
        a{color:var(--c1)}
        small{font-size:12.5px;color:var(--muted);font-weight:400}
        .kicker{color:var(--muted);font-size:13px;font-weight:560;margin-bottom:6px}
        .subtitle{color:var(--muted);margin-top:8px}
        .top{margin-bottom:28px}

        .verdict{border-radius:12px;padding:20px 24px;margin:0 0 32px;border:1px solid}
        .verdict.good{background:var(--good-soft);border-color:color-mix(in srgb,var(--good) 28%,transparent)}
        .verdict.warn{background:var(--warn-soft);border-color:color-mix(in srgb,var(--warn) 32%,transparent)}
        .verdict.bad{background:var(--bad-soft);border-color:color-mix(in srgb,var(--bad) 32%,transparent)}
        .verdict h2{display:flex;gap:12px;align-items:flex-start}
        .verdict h2 .mark{width:24px;height:24px;margin-top:1px}
        .verdict ul{list-style:none;margin:14px 0 0 36px;padding:0;columns:2;column-gap:32px}
        .verdict li{display:flex;gap:9px;align-items:flex-start;padding:3px 0;break-inside:avoid;font-size:14px}
        .mark{flex:none;width:15px;height:15px;margin-top:3.5px;fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
        .mark path{stroke:var(--page)}
        .good>.mark circle,.good>h2 .mark circle{fill:var(--good)}
        .warn>.mark circle,.warn>h2 .mark circle{fill:var(--warn)}
        .bad>.mark circle,.bad>h2 .mark circle{fill:var(--bad)}

        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:0 0 30px;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
        .tile{background:var(--surface);padding:18px 20px 16px;position:relative}
        .tile dt{color:var(--muted);font-size:13px}
        .tile dd{margin:4px 0 0;font-size:25px;line-height:1.2;font-weight:620;letter-spacing:-.015em}
        .tile dd small{display:block;margin-top:5px;letter-spacing:0;line-height:1.4}
        .spark{display:block;width:100%;height:30px;margin-top:10px;overflow:visible}

        nav{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 8px;font-size:14px}
        nav a{text-decoration:none;color:var(--muted);padding:2px 0;border-bottom:1px solid transparent}
        nav a:hover{color:var(--ink);border-color:currentColor}

        main>section:not(.verdict){padding:34px 0 8px;margin-top:26px;border-top:1px solid var(--line)}
        section>header{margin-bottom:22px}
        section>header p{color:var(--muted);max-width:68ch;margin-top:4px}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:12px 44px;align-items:start}
        .trio{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,270px),1fr));gap:12px 36px}
        .note{color:var(--muted);font-size:14px;max-width:72ch}
        .none{color:var(--muted);padding:18px 0}

        .chart{margin:0 0 30px;container-type:inline-size}
        figcaption{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;margin-bottom:12px}
        figcaption b{font-weight:620}
        figcaption span{color:var(--muted);font-size:13px}
        .plot{margin:6px 12px 30px 52px;position:relative;outline:0}
        .plot:focus-visible{box-shadow:0 0 0 6px var(--page),0 0 0 8px var(--c1);border-radius:2px}
        .plot>svg{display:block;width:100%;height:100%;overflow:visible}
        .labelled .plot{margin-right:164px}
        .data{overflow:hidden}
        .data.whole{overflow:visible}
        .data path,.spark path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
        .data .faint{stroke-width:1;opacity:.28}
        .data .dots{stroke-width:6}
        .data .band{stroke:none;opacity:.16}
        .data .band.s1{fill:var(--c1)}.data .band.s2{fill:var(--c2)}.data .band.s3{fill:var(--c3)}.data .band.s4{fill:var(--c4)}.data .band.s5{fill:var(--c5)}.data .band.s6{fill:var(--c6)}
        .s1{stroke:var(--c1)}.s2{stroke:var(--c2)}.s3{stroke:var(--c3)}.s4{stroke:var(--c4)}.s5{stroke:var(--c5)}.s6{stroke:var(--c6)}
        .chart text,.chart rect,.measure rect{stroke:none}
        .grid{stroke:var(--grid)}
        .base{stroke:var(--line)}
        .reference{stroke:var(--muted);stroke-dasharray:5 4}
        .cursor{stroke:var(--muted)}
        line.limit{stroke:var(--bad);stroke-width:1.6}
        text.limit{fill:var(--bad);font-weight:560}
        mark{background:var(--bad-soft);color:inherit;border-bottom:1.5px solid var(--bad);border-radius:2px}
        .tick{fill:var(--muted);font-size:12px}
        .direct{font-size:13px;font-weight:560}
        .direct tspan{font-weight:400}
        text.s1,rect.s1{fill:var(--c1)}text.s2,rect.s2{fill:var(--c2)}text.s3,rect.s3{fill:var(--c3)}text.s4,rect.s4{fill:var(--c4)}text.s5,rect.s5{fill:var(--c5)}text.s6,rect.s6{fill:var(--c6)}
        text.reference{fill:var(--muted)}
        rect.track{fill:var(--track)}
        rect.pale{opacity:.3}
        .histogram{margin:22px 12px 30px 16px}
        .chart .histogram rect{stroke:var(--page);stroke-width:2px}

        .legend{display:none;flex-wrap:wrap;gap:2px 18px;list-style:none;margin:0 0 10px;padding:0;font-size:13px;color:var(--muted)}
        .legend.always{display:flex;margin:0 0 0 auto}
        .legend b{color:var(--ink)}
        .key::before{content:"";display:inline-block;width:14px;border-top:3px solid;margin-right:7px;vertical-align:middle;border-radius:2px}
        .key.s1::before{color:var(--c1)}.key.s2::before{color:var(--c2)}.key.s3::before{color:var(--c3)}.key.s4::before{color:var(--c4)}.key.s5::before{color:var(--c5)}.key.s6::before{color:var(--c6)}
        .key.reference::before{color:var(--muted);border-top:2px dashed}
        .key.pale::before{color:var(--c1);opacity:.3}
        @container (max-width:560px){
        .plot,.labelled .plot{margin-left:42px;margin-right:12px}
        .direct,.tick.second{display:none}
        .legend{display:flex}
        .legend.always{margin:0}
        .bar{grid-template-columns:1fr auto!important}
        .bar svg{grid-row:2;grid-column:1/3}
        .stage{grid-template-columns:1fr!important}
        }

        .bars{display:grid;gap:10px}
        .bar{display:grid;grid-template-columns:minmax(120px,260px) 1fr 92px;gap:3px 16px;align-items:center;font-size:14px}
        .bar small{display:block;line-height:1.35}
        .bar b{font-weight:600;text-align:right;white-space:nowrap}
        .bar svg,.flow svg{width:100%;overflow:visible;display:block;border-radius:3px}
        .bar rect,.flow rect{rx:2.5px}
        .whisker line{stroke:var(--ink);stroke-width:1.5}

        .funnel{display:grid;gap:14px}
        .stage{display:grid;grid-template-columns:140px 1fr;gap:2px 16px;align-items:center}
        .stage>span{font-weight:560;font-size:14px}
        .flow{display:grid;grid-template-columns:1fr 72px 78px;gap:12px;align-items:center;font-size:14px;line-height:20px}
        .flow b{text-align:right;font-weight:560}

        .scroll{overflow-x:auto;margin:0 0 26px}
        table{border-collapse:collapse;min-width:min(100%,480px);font-size:14px;overflow-wrap:normal}
        .pair table{width:100%}
        caption{text-align:left;color:var(--muted);padding-bottom:8px}
        th{font-weight:560;color:var(--muted);font-size:13px;text-align:left;vertical-align:bottom}
        th,td{padding:7px 18px 7px 0;border-bottom:1px solid var(--line)}
        td{vertical-align:top}
        th:last-child,td:last-child{padding-right:0}
        .number{text-align:right;white-space:nowrap}

        .heat table{min-width:0}
        .heat th,.heat td{padding:5px 7px;border:0;text-align:center;white-space:nowrap}
        .heat tbody th{text-align:right;max-width:220px;overflow:hidden;text-overflow:ellipsis;padding-left:0}
        .heat thead th{vertical-align:bottom;max-width:90px;overflow:hidden;text-overflow:ellipsis}
        .heat .upright{max-width:none}
        .heat .upright span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:190px;overflow:hidden;display:inline-block}
        .heat td{min-width:34px;border:2px solid var(--page);border-radius:6px}
        .heat .sum{color:var(--muted);font-size:13px}
        .heat .strong{color:var(--page)}
        .matrix{max-width:640px}
        .matrix svg{display:block;width:100%;aspect-ratio:1;background:var(--surface);border:1px solid var(--line)}
        .matrix .right{fill:var(--c1)}.matrix .wrong{fill:var(--c2)}
        .matrix line{stroke:var(--grid);stroke-width:1;vector-effect:non-scaling-stroke}
        .duel{margin:0 0 22px;padding-top:14px;border-top:1px solid var(--line);font-size:14px}
        .duel>p{font-weight:560;margin-bottom:8px;white-space:pre-wrap}
        .duel .pair small{display:block;margin-bottom:3px}

        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,290px),1fr));gap:0 44px;margin:0 0 26px;font-size:14px}
        .facts div{display:flex;justify-content:space-between;gap:16px;padding:7px 0;border-bottom:1px solid var(--line)}
        .facts dt{color:var(--muted);flex:none;max-width:70%}
        .facts .wide{grid-column:1/-1;justify-content:flex-start}
        .facts .wide dt{width:150px}
        .facts .wide dd{text-align:left}
        .facts dd{margin:0;text-align:right;font-weight:500}

        details{border-bottom:1px solid var(--line);font-size:14px}
        summary{cursor:pointer;padding:9px 0;list-style:none;display:flex;gap:12px;align-items:baseline}
        summary::-webkit-details-marker{display:none}
        summary::before{content:"";flex:none;width:6px;height:6px;border-right:1.6px solid var(--muted);border-bottom:1.6px solid var(--muted);transform:rotate(-45deg) translate(-1px,-1px);margin-right:2px}
        details[open]>summary::before{transform:rotate(45deg) translate(-2px,-2px)}
        summary>b{font-weight:560}
        summary>span{margin-left:auto;color:var(--muted);text-align:right}
        summary.measured{display:grid;grid-template-columns:8px minmax(140px,.7fr) 1fr 330px;gap:4px 14px;align-items:center}
        .measure{width:100%;display:block}
        summary:hover>b{text-decoration:underline;text-underline-offset:3px;text-decoration-thickness:1px}
        .inside{padding:4px 0 18px 20px}
        .sample{padding:9px 0;border-top:1px solid var(--grid)}
        .sample:first-child{border-top:0}
        .sample small{display:block}
        .text,pre{unicode-bidi:isolate;white-space:pre-wrap;margin:0}
        .tokens span{border-radius:2px;background:var(--good-soft)}
        .tokens span:nth-child(3n+1){background:var(--warn-soft)}
        .tokens span:nth-child(3n+2){background:var(--bad-soft)}
        pre,code{font:13px/1.55 ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
        pre{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:16px 18px;overflow-x:auto}
        .growth{margin:0 0 30px}
        .growth details{border-bottom:0}
        .growth>p{font-weight:560;margin-bottom:6px}
        .growth .row{display:grid;grid-template-columns:86px 1fr;gap:16px;padding:8px 0;border-top:1px solid var(--line);font-size:14px}
        .growth time{color:var(--muted);text-align:right;font-size:13px;padding-top:1px}
        .growth .last .text{font-weight:500}

        footer{max-width:1080px;margin:0 auto;padding:26px 28px 56px;color:var(--muted);font-size:13px}
        #tip{position:absolute;z-index:9;pointer-events:none;background:var(--surface);color:var(--ink);border:1px solid var(--line);border-radius:8px;box-shadow:0 6px 20px rgb(0 0 0/.14);padding:8px 12px;font-size:13px;line-height:1.5}
        #tip[hidden]{display:none}
        #tip div{display:flex;justify-content:space-between;gap:18px}
        #tip div:first-child{color:var(--muted)}

        @media (max-width:640px){
        body{font-size:16px}
        main{padding:32px 18px 16px}
        h1{font-size:28px}
        .verdict{padding:16px 18px}
        .verdict ul{columns:1;margin-left:0}
        .tiles{grid-template-columns:1fr 1fr}
        .tile:last-child:nth-child(odd){grid-column:1/-1}
        .tile{padding:14px 16px}
        .tile dd{font-size:21px}
        .growth .row{grid-template-columns:1fr;gap:2px}
        summary.measured{grid-template-columns:8px 1fr}
        .measured .measure,.measured>span{grid-column:2}
        summary.measured>span{text-align:left;margin:0}
        .growth time{text-align:left}
        footer{padding:20px 18px 40px}
        }
        @media print{
        body{background:#fff;font-size:10.5pt}
        main{max-width:none;padding:0}
        nav,#tip{display:none!important}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .chart,.tile,.sample,.growth .row,tr{break-inside:avoid}
        h2,h3{break-after:avoid}
        }
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        """;
}
