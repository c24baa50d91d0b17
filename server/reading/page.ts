import { type Block, readArticle, type Words } from '../../contract/article-text.ts'
import { type Html, html, noHtml } from '../page/index.ts'
import type { StoredVersion } from './article-store.ts'
import type { ArticleWords } from './page-text.ts'

/** An article as people read it: whole without any script. */
export function articlePage(
  t: ArticleWords,
  {
    version,
    viewToken,
    path,
    shareToken,
    hook,
    isStory,
  }: {
    version: Pick<StoredVersion, 'title' | 'summary' | 'body'>
    /** Null: nobody is measured. */
    viewToken: string | null
    path: string
    shareToken: string | null
    /** What is offered at the end. */
    hook: Html | null
    isStory: boolean
  },
): Html {
  const sections = readArticle(version.body).map(
    ({ title, blocks }) =>
      html`<section data-part>${title === '' ? noHtml : html`<h2>${title}</h2>`}${blocks.map(blockOf)}</section>`,
  )
  const share = shareToken === null ? '' : `?s=${shareToken}`
  return html`<article class="card" id="read" data-view="${viewToken ?? ''}" data-share="${share}"><h1>${version.title}</h1>${version.summary === '' ? noHtml : html`<p class="quiet">${version.summary}</p>`}${sections}${isStory ? html`<p class="quiet">${t.allowed}</p>` : noHtml}</article>${hook}<section class="card"><h2>${t.share}</h2><p class="quiet">${t.share_how}</p><p><a href="${path}${share}">${t.share_link}</a></p></section>`
}

function blockOf(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${block.text}</h3>`
    case 'paragraph':
      return html`<p>${block.words.map(wordOf)}</p>`
    case 'quote':
      return html`<blockquote><p>${block.words.map(wordOf)}</p></blockquote>`
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${item.map(wordOf)}</li>`)}</ul>`
    case 'pictures':
      return html`<div class="pictures">${block.pictures.map(
        ({ url, about }) =>
          html`<figure><img src="${url}" alt="${about}" loading="lazy">${about === '' ? noHtml : html`<figcaption>${about}</figcaption>`}</figure>`,
      )}</div>`
  }
}

function wordOf(word: Words): Html {
  switch (word.kind) {
    case 'plain':
      return html`${word.text}`
    case 'strong':
      return html`<strong>${word.text}</strong>`
    case 'link':
      return html`<a href="${word.url}" rel="noopener">${word.text}</a>`
  }
}

export const articlePageStyle = `main{max-width:640px}
article p,article li{line-height:1.75}
article h2{margin:24px 0 8px}
article h3{font-size:16px;margin:16px 0 8px}
article ul{padding-left:20px;margin:0 0 12px}
blockquote{margin:0 0 12px;padding:2px 0 2px 14px;border-left:3px solid #dedbd3;color:#5a5f5b}
blockquote p{margin:0}
.pictures{display:flex;gap:8px;margin:0 0 12px}
figure{margin:0;flex:1;min-width:0}
figure img{display:block;width:100%;border-radius:8px;background:#f2f0ea;min-height:60px}
figcaption{font-size:13px;color:#5a5f5b;padding-top:4px;text-align:center}
`

/**
 * Tells how the page is read: seconds while it is seen and somebody moved within half a minute, how far down, and in which
 * section. Each telling is the whole sum and has a number, so that what is lost, doubled or late does no harm. The address in the
 * bar becomes the reader's own for passing on. The page is whole without it.
 */
export const articlePageScript = `const a=document.getElementById('read');
if(a){const v=a.dataset.view,own=a.dataset.share;
if(own)try{history.replaceState(null,'',location.pathname+own)}catch{}
if(v){const parts=[...a.querySelectorAll('[data-part]')],spent=parts.map(()=>0);
let moved=Date.now(),seconds=0,depth=0,no=0,said='';
const look=()=>{const b=a.getBoundingClientRect();if(b.height>0)depth=Math.max(depth,Math.min(100,Math.round(100*(innerHeight-b.top)/b.height)))};
const here=()=>{let at=0;parts.forEach((one,i)=>{if(one.getBoundingClientRect().top<=innerHeight/2)at=i});return at};
const tell=()=>{const sum=[seconds,depth,spent.join('.')].join(' ');if(seconds===0||sum===said)return;said=sum;no++;
const body=new URLSearchParams({v,n:no,s:seconds,d:depth,p:spent.join('.')}),to=location.pathname+'/read';
if(!(navigator.sendBeacon&&navigator.sendBeacon(to,body)))fetch(to,{method:'POST',body,keepalive:true}).catch(()=>{})};
for(const one of ['scroll','touchstart','pointermove','keydown','wheel'])addEventListener(one,()=>{moved=Date.now();look()},{passive:true});
setInterval(()=>{if(document.visibilityState!=='visible'||Date.now()-moved>30000)return;
seconds++;look();if(parts.length>0)spent[here()]++;if(seconds===5||seconds%15===0)tell()},1000);
document.addEventListener('visibilitychange',()=>{if(document.visibilityState==='hidden')tell()});
addEventListener('pagehide',tell)}}`
