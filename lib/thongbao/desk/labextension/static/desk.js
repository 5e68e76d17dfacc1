// JupyterLab's two entries of the desk. This file is what is loaded; there is nothing to build.
//
// JupyterLab loads an extension as a container of webpack's module federation: an object with init(scope) and
// get(name). Written by hand that is twenty lines, at the end; it saves a build with some hundred packages.
'use strict';

(() => {
  const WORDS = {
    en: {
      category: 'Bulletin',
      preview: 'Preview this bulletin for county …',
      check: 'Check this notebook',
      county: 'County',
      show: 'Show',
      cancel: 'Cancel',
      previewOf: 'Preview: ',
      failed: 'It did not work',
      checked: 'Check of ',
      close: 'Close'
    },
    'zh-CN': {
      category: '通报',
      preview: '预览某县区的通报…',
      check: '检查此笔记本',
      county: '县区',
      show: '显示',
      cancel: '取消',
      previewOf: '预览：',
      failed: '操作未成功',
      checked: '检查结果：',
      close: '关闭'
    },
    'vi-VN': {
      category: 'Bản tin',
      preview: 'Xem trước bản tin của huyện…',
      check: 'Kiểm tra sổ tay này',
      county: 'Huyện',
      show: 'Hiển thị',
      cancel: 'Hủy',
      previewOf: 'Xem trước: ',
      failed: 'Không thực hiện được',
      checked: 'Kết quả kiểm tra: ',
      close: 'Đóng'
    }
  };

  function wordsFor(translator) {
    const code = ((translator && translator.languageCode) || 'en').replace('_', '-');
    return WORDS[code] || WORDS.en;
  }

  function plugin(lab) {
    const { ICommandPalette, InputDialog, Dialog, showDialog, showErrorMessage, MainAreaWidget } = lab.apputils;

    async function ask(path, body) {
      const settings = lab.services.ServerConnection.makeSettings();
      const url = lab.coreutils.URLExt.join(settings.baseUrl, 'thongbao', path);
      const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
      const answer = await lab.services.ServerConnection.makeRequest(url, init, settings);
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.message || answer.statusText);
      return told;
    }

    function activate(app, palette, tracker, translator) {
      const words = wordsFor(translator);
      const open = () => tracker.currentWidget !== null && tracker.currentWidget === app.shell.currentWidget;
      const tried = (work) => async () => {
        const panel = tracker.currentWidget;
        if (!panel) return;
        try {
          if (panel.context.model.dirty) await panel.context.save();
          await work(panel, panel.context.localPath);
        } catch (error) {
          await showErrorMessage(words.failed, error);
        }
      };

      async function preview(panel, path) {
        const there = await ask(`units?notebook=${encodeURIComponent(path)}`);
        const items = there.units.map((unit) => `${unit.name} (${unit.code})`);
        const picked = await InputDialog.getItem({
          title: words.preview,
          label: words.county,
          items,
          current: Math.max(0, there.units.findIndex((unit) => unit.code === there.sample)),
          okLabel: words.show,
          cancelLabel: words.cancel
        });
        if (!picked.button.accept) return;
        const unit = there.units[items.indexOf(picked.value)];
        const { url } = await ask('preview', { notebook: path, unit: unit.code });
        const frame = document.createElement('iframe');
        frame.src = url;
        frame.title = words.previewOf + unit.name;
        frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
        frame.style.cssText = 'width:100%;height:100%;border:0';
        const content = new lab.widgets.Widget();
        content.node.append(frame);
        const widget = new MainAreaWidget({ content });
        widget.title.label = words.previewOf + unit.name;
        widget.title.closable = true;
        app.shell.add(widget, 'main', { mode: 'split-right', ref: panel.id });
      }

      async function check(panel, path) {
        const told = await ask('check', { notebook: path });
        const body = new lab.widgets.Widget();
        const text = document.createElement('pre');
        text.className = 'thongbao-check';
        text.style.whiteSpace = 'pre-wrap';
        text.textContent = told.said;
        body.node.append(text);
        await showDialog({
          title: words.checked + path,
          body,
          buttons: [Dialog.okButton({ label: words.close })]
        });
      }

      const commands = { 'thongbao:preview': [words.preview, preview], 'thongbao:check': [words.check, check] };
      for (const [command, [label, work]] of Object.entries(commands)) {
        app.commands.addCommand(command, { label, isEnabled: open, execute: tried(work) });
        palette.addItem({ command, category: words.category });
      }
    }

    return {
      id: 'thongbao-desk:plugin',
      description: 'Preview and check a bulletin.',
      autoStart: true,
      requires: [ICommandPalette, lab.notebook.INotebookTracker],
      optional: [lab.translation.ITranslator],
      activate
    };
  }

  const NEEDED = {
    apputils: '@jupyterlab/apputils',
    coreutils: '@jupyterlab/coreutils',
    notebook: '@jupyterlab/notebook',
    services: '@jupyterlab/services',
    translation: '@jupyterlab/translation',
    widgets: '@lumino/widgets'
  };

  async function shared(scope, name) {
    const versions = Object.values(scope[name] || {});
    if (!versions.length) throw new Error(`thongbao-desk: this JupyterLab does not share ${name}`);
    // The one that JupyterLab itself uses: a second copy would have other tokens.
    const version = versions.find((each) => each.loaded) || versions[0];
    return (await version.get())();
  }

  let scope = {};
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['thongbao-desk'] = {
    init: (given) => {
      scope = given;
    },
    get: async () => {
      const found = await Promise.all(
        Object.entries(NEEDED).map(async ([key, name]) => [key, await shared(scope, name)])
      );
      const made = { __esModule: true, default: plugin(Object.fromEntries(found)) };
      return () => made;
    }
  };
})();
