Documentation.addTranslations({
  "locale": "zh_CN",
  "messages": {
    "Search Results": "搜索结果",
    "Searching": "正在搜索",
    "Preparing search...": "正在准备搜索……",
    "Hide Search Matches": "不再标出搜索结果",
    ", in ": "，见于",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "没有找到相符的页面。请检查词语是否写对，或换一个词。",
    "Search finished, found one page matching the search query.": [
      "找到 ${resultCount} 个页面。"
    ]
  },
  "plural_expr": "0"
});
