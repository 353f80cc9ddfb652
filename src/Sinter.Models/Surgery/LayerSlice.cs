namespace Sinter.Models.Surgery;

/// <summary>Layers of a model, one after the other.</summary>
/// <param name="Folder">The folder of the model.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them, itself included.</param>
public sealed record LayerSlice(string Folder, int First, int Last);
