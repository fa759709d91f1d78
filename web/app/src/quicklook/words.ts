export const en = {
  dragDoes: 'What a drag does', mode_scroll: 'Scroll', mode_window: 'Window', mode_zoom: 'Zoom', mode_pan: 'Move', reset: 'Reset', position: 'Place in the series', windowText: 'W {{width}} · C {{center}}',
  coarse: 'Coarse; the rest is on its way', noPicture: 'This image cannot be shown here.', noPictures: 'There are no images in this series.', notDiagnostic: 'A quick look, not for diagnosis',
};

export const zh: Record<keyof typeof en, string> = {
  dragDoes: '拖动的作用', mode_scroll: '翻页', mode_window: '窗宽窗位', mode_zoom: '缩放', mode_pan: '移动', reset: '复位', position: '在序列中的位置', windowText: '窗宽 {{width}} · 窗位 {{center}}',
  coarse: '粗略显示，其余正在传输', noPicture: '此图像无法在这里显示。', noPictures: '此序列没有图像。', notDiagnostic: '仅供速览，不用于诊断',
};
