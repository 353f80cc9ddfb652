namespace Sinter.Tensors.Programs;

/// <summary>A tensor that is trained: its value, and the memory where its gradient gathers until the optimizer has used it.</summary>
/// <param name="Name">The name in files, such as <c>model.norm.weight</c>.</param>
/// <param name="Value">The weights.</param>
/// <param name="Gradient">As large as the value; programs add to it, optimizers clear it.</param>
public sealed record Parameter(string Name, Tensor Value, Tensor Gradient);
