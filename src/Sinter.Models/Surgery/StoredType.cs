using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>How the weights of a model folder are stored, so that a new model can be stored alike.</summary>
public static class StoredType
{
    /// <summary>BF16 or F16 where all weights are stored so; F32, which loses nothing, where any is wider or they differ. Tensors of whole numbers, such as masks, do not count.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="FileNotFoundException">The folder holds no weights.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged.</exception>
    public static TensorType Of(ModelFolder folder)
    {
        using var weights = WeightFiles.Open(folder.Path);
        TensorType[] types =
        [
            .. weights.Tensors.Select(tensor => weights.TypeOf(tensor.Name))
                .Where(static type => type is TensorType.Float64 or TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16)
                .Distinct(),
        ];
        return types is [TensorType.Float16 or TensorType.BFloat16] ? types[0] : TensorType.Float32;
    }
}
