// SPDX-License-Identifier: Apache-2.0
(function () {
  'use strict';
  // Better with a script, whole without: a button that copies the command.
  document.querySelectorAll('pre.command').forEach(function (command) {
    if (!navigator.clipboard) { return; }
    var text = command.textContent;
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(text).then(function () { button.textContent = 'Copied'; });
    });
    command.after(button);
  });
  // What is folded is printed too.
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (folded) { folded.open = true; });
  });
  // A link to a rule that is folded away opens it.
  function open() {
    var target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    var folded = target ? target.closest('details') : null;
    if (folded) { folded.open = true; target.scrollIntoView(); }
  }
  window.addEventListener('hashchange', open);
  open();
}());
