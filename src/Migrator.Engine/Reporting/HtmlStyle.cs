namespace Migrator.Engine.Reporting;

/// <summary>How a page looks.</summary>
internal static class HtmlStyle
{
    public const string Text = """

        :root{--page:#f6f7f9;--card:#fff;--ink:#16202c;--soft:#5b6775;--line:#dfe4ea;--done:#1f8a5b;--there:#4b8fd0;
        --failed:#c9372c;--refused:#a0522d;--skipped:#8a94a0;--waiting:#c3cad2;--begun:#d99a1c}
        @media(prefers-color-scheme:dark){:root{--page:#10151b;--card:#19212a;--ink:#e6ebf0;--soft:#98a5b3;
        --line:#2b3641;--done:#3fb883;--there:#6aaeea;--failed:#f0675c;--refused:#d88a5c;--skipped:#7e8a97;
        --waiting:#4a5663;--begun:#e8b64a}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
        "Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.6rem;margin:0 0 .25rem;display:flex;gap:.75rem;flex-wrap:wrap;align-items:center}
        h2{font-size:1.05rem;margin:0 0 .75rem} h3{font-size:.95rem;margin:0 0 .5rem} em{color:var(--soft);
        font-style:normal;font-weight:400}
        p{margin:.25rem 0} header p,.axis,.again{color:var(--soft)}
        code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem;margin-top:1rem}
        .badge{font-size:.8rem;font-weight:600;color:#fff;border-radius:99px;padding:.15rem .7rem}
        .good{background:#1f8a5b}.bad{background:#c0342a}
        .tiles{background:none;border:0;padding:0;display:grid;gap:.75rem;
        grid-template-columns:repeat(auto-fit,minmax(8rem,1fr))}
        .tile{background:var(--card);border:1px solid var(--line);border-top:3px solid var(--c);border-radius:10px;
        padding:.6rem .9rem} .tile b{display:block;font-size:1.6rem;line-height:1.25} .tile span{color:var(--soft)}
        .done{--c:var(--done)}.already-there{--c:var(--there)}.failed{--c:var(--failed)}.refused{--c:var(--refused)}
        .skipped{--c:var(--skipped)}.waiting{--c:var(--waiting)}.begun{--c:var(--begun)}
        .bar{display:flex;gap:2px;height:10px;margin-top:1rem;border-radius:5px;overflow:hidden}
        .bar i{background:var(--c);min-width:3px}
        .timeline{display:block;width:100%;height:8rem;border-bottom:1px solid var(--line)}
        .timeline rect{fill:var(--c)}
        .axis{display:flex;justify-content:space-between;gap:1rem;font-size:.8rem}
        .sizes{display:grid;grid-template-columns:max-content 1fr max-content;gap:.4rem 1rem;align-items:center}
        .sizes b{text-align:right;font-weight:600}
        .track{background:var(--page);border-radius:5px;overflow:hidden} .track i{display:block;height:12px;
        border-radius:5px;background:var(--there)} .track .before{background:var(--skipped)} .track .sent{
        background:var(--done)} .track .shared{background:var(--begun)}
        .cause{border-left:3px solid var(--failed);padding:.1rem 0 .1rem .9rem;margin:.9rem 0}
        .again code{display:block;margin-top:.2rem;padding:.4rem .6rem;border-radius:6px;background:var(--page);
        color:var(--ink);user-select:all}
        .cause ul{margin:.25rem 0;padding-left:1.1rem} .cause li{overflow-wrap:anywhere}
        table{border-collapse:collapse;width:100%} td,th{text-align:left;padding:.3rem .75rem .3rem 0;
        border-top:1px solid var(--line)} th{color:var(--soft);font-weight:400;border:0}
        details{border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 2.3rem}
        summary{display:flex;gap:.6rem;align-items:center;padding:.35rem 0;cursor:pointer;list-style:none}
        summary::after{content:"";width:.45rem;height:.45rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;
        transform:rotate(-45deg);margin:0 .2rem 0 .1rem;flex:none} [open]>summary::after{transform:rotate(45deg)}
        summary::-webkit-details-marker{display:none} summary:hover b{text-decoration:underline}
        summary b{font-weight:500;flex:1;min-width:0;overflow-wrap:anywhere}
        .dot{width:.6rem;height:.6rem;border-radius:50%;background:var(--c);flex:none}
        .found{font-size:.75rem;white-space:nowrap;color:var(--soft);border:1px solid var(--line);border-radius:99px;
        padding:0 .5rem} .found.error{border-color:var(--failed)} .found.warning{border-color:var(--begun)}
        .state,.size{color:var(--soft);font-size:.85rem;white-space:nowrap} .size{min-width:5rem;text-align:right}
        dl{display:grid;grid-template-columns:8.5rem 1fr;gap:.15rem .75rem;margin:.25rem 0 .6rem 1.2rem;
        font-size:.87rem} dt{color:var(--soft)} dd{margin:0;overflow-wrap:anywhere}
        .findings{margin:.25rem 0 .8rem 1.2rem;padding:0;list-style:none;font-size:.87rem} .findings li{
        overflow-wrap:anywhere;padding-left:.6rem;border-left:2px solid var(--line);margin:.2rem 0}
        .findings .error{border-color:var(--failed)} .findings .warning{border-color:var(--begun)}
        @media(max-width:34rem){main{padding:1rem .75rem 3rem} .sizes{grid-template-columns:1fr max-content}
        .sizes{grid-auto-flow:dense} .sizes .track{grid-column:1/-1}
        dl{grid-template-columns:1fr;margin-left:.4rem;gap:0}
        dt{margin-top:.35rem} .size{display:none} summary{flex-wrap:wrap} summary b{flex-basis:70%}
        .tiles{grid-template-columns:repeat(2,1fr)}
        td,th{font-size:.85rem;padding-right:.4rem} .axis span:nth-child(2){display:none}}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb} main{max-width:none;padding:0}
        details{content-visibility:visible;break-inside:avoid} details::details-content{display:block;
        content-visibility:visible} summary::after{display:none} *{print-color-adjust:exact;
        -webkit-print-color-adjust:exact}}

        """;
}
