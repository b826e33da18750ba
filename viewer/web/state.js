// What each element looks like: one texel per row, looked up by the vertex shaders of all materials.
"use strict";

/** Alpha of a texel: 0 hidden, up to this a ghost (not pickable), below 255 see-through, 255 solid. */
dougong.GHOST_LIMIT = 50;

dougong.ElementState = class {
  /** `texture`: the DataTexture of the scene; `accent`: [r, g, b] of selected elements. */
  constructor(three, texture, accent) {
    this.texture = texture;
    this.accent = accent;
    this.base = texture.image.data.slice();
    this.selected = [];
    this.uniforms = {
      stateMap: { value: texture },
      stateSize: { value: new three.Vector2(texture.image.width, texture.image.height) },
    };
  }

  setTexels(texels) {
    this.base.fill(0);
    this.base.set(texels.subarray(0, this.base.length));
    this._compose();
  }

  select(rows) {
    this.selected = rows;
    this._compose();
  }

  /** Alpha of a row as it is drawn now. */
  alpha(row) {
    return this.texture.image.data[4 * row + 3];
  }

  /** Let a material draw only what its pass is for: SOLID, CLEAR, LINE, PICK or DEPTH. */
  bind(material, pass) {
    const uniforms = this.uniforms;
    material.defines = { ...material.defines, [`PASS_${pass}`]: "" };
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, uniforms);
      shader.vertexShader = shader.vertexShader
        .replace("#include <common>", `#include <common>\n${LOOK_UP}`)
        .replace("#include <project_vertex>", `#include <project_vertex>\n${PLACE}`);
      shader.fragmentShader = shader.fragmentShader
        .replace("#include <common>", "#include <common>\nvarying vec4 vState;\nvarying float vElement;")
        .replace("#include <color_fragment>", `#include <color_fragment>\n${COLOUR}`)
        .replace(/\}\s*$/, `${ANSWER}}`);
    };
    material.needsUpdate = true;
  }

  _compose() {
    const data = this.texture.image.data;
    data.set(this.base);
    for (const row of this.selected) {
      if (data[4 * row + 3]) data.set([...this.accent, 255], 4 * row);
    }
    this.texture.needsUpdate = true;
  }
};

const LOOK_UP = `
attribute float element;
uniform sampler2D stateMap;
uniform vec2 stateSize;
varying vec4 vState;
varying float vElement;
vec4 stateOf(float row) {
  float line = floor((row + 0.5) / stateSize.x);
  return texture2D(stateMap, vec2((row - line * stateSize.x + 0.5) / stateSize.x, (line + 0.5) / stateSize.y));
}`;

// A vertex of an element that this pass does not draw goes outside the picture, and with it the whole triangle.
const PLACE = `
vState = stateOf(element);
vElement = element;
#ifdef PASS_SOLID
  bool drawn = vState.a > 0.99;
#endif
#ifdef PASS_CLEAR
  bool drawn = vState.a > 0.0 && vState.a <= 0.99;
#endif
#ifdef PASS_LINE
  bool drawn = vState.a > 0.0;
#endif
#if defined(PASS_PICK) || defined(PASS_DEPTH)
  bool drawn = vState.a > ${(dougong.GHOST_LIMIT / 255).toFixed(4)};
#endif
if (!drawn) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);`;

const COLOUR = `
#if defined(PASS_SOLID) || defined(PASS_CLEAR)
  diffuseColor *= vState;
#endif
#ifdef PASS_LINE
  diffuseColor.a *= vState.a > 0.99 ? 0.62 : min(0.4, 1.6 * vState.a);
#endif`;

// Whole numbers up to 2^24 as red + 256 green + 65536 blue: the row + 1, or the depth.
const ANSWER = `
#if defined(PASS_PICK) || defined(PASS_DEPTH)
  #ifdef PASS_PICK
    float answer = floor(vElement + 1.5);
  #else
    float answer = floor(gl_FragCoord.z * 16777215.0);
  #endif
  gl_FragColor = vec4(mod(answer, 256.0), mod(floor(answer / 256.0), 256.0), floor(answer / 65536.0), 255.0) / 255.0;
#endif
`;
