// Opens a model with web-ifc: all meshes, and the property sets of each element. Prints the number of shapes.
const fs = require("fs");
const path = require("path");

async function main(model, folder) {
  const { IfcAPI } = require(path.join(folder, "node_modules", "web-ifc", "web-ifc-api-node.js"));
  const api = new IfcAPI();
  await api.Init();
  const start = performance.now();
  const id = api.OpenModel(new Uint8Array(fs.readFileSync(model)));
  const shapes = new Set();
  api.StreamAllMeshes(id, (mesh) => {
    for (let i = 0; i < mesh.geometries.size(); i++) {
      const geometry = api.GetGeometry(id, mesh.geometries.get(i).geometryExpressID);
      api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize());
      geometry.delete();
    }
    shapes.add(mesh.expressID);
  });
  for (const element of shapes) await api.properties.getPropertySets(id, element, true);
  console.log(shapes.size, ((performance.now() - start) / 1000).toFixed(2));
}

main(process.argv[2], process.argv[3]);
