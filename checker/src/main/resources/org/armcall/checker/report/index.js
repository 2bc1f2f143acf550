// SPDX-License-Identifier: Apache-2.0
(function () {
  'use strict';
  var form = document.querySelector('.filter');
  if (!form) { return; }
  var rule = form.querySelector('select');
  var text = form.querySelector('input');
  var count = form.querySelector('output');
  var rows = null;
  function show() {
    // Not before somebody filters: ten thousand rows take a while to read.
    rows = rows || Array.from(document.querySelectorAll('.all li')).map(function (row) {
      return { row: row, rule: row.dataset.r, text: row.textContent.toLowerCase() };
    });
    var wanted = text.value.trim().toLowerCase();
    var shown = 0;
    rows.forEach(function (each) {
      var other = rule.value ? each.rule !== rule.value : false;
      var hidden = other ? true : !each.text.includes(wanted);
      if (each.row.hidden !== hidden) { each.row.hidden = hidden; }
      if (!hidden) { shown += 1; }
    });
    count.textContent = shown + ' of ' + rows.length;
  }
  form.addEventListener('input', show);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.hidden = false;
  count.textContent = document.querySelectorAll('.all li').length + ' in all';
}());
