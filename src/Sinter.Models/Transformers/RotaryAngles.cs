using Sinter.Tensors;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// The table of cosines and sines that a model turns queries and keys by. A context of millions of positions would take gigabytes: what is beyond a moderate size is made
/// when a program asks for it.
/// </summary>
/// <param name="config">The description, which has rotary positions.</param>
/// <param name="ropeBase">The base of the frequencies.</param>
/// <param name="backend">Where the table lives.</param>
internal sealed class RotaryAngles(ModelConfig config, double ropeBase, Backend backend)
{
    /// <summary>16 MiB: 32,768 positions of 128 elements each.</summary>
    private const int UsualElements = 1 << 22;

    private Tensor? _table;

    /// <summary>A table [positions, elements that turn] of at least so many positions, or of the whole context where that is shorter.</summary>
    public Tensor Table(int positions)
    {
        positions = Math.Min(config.ContextLength, Math.Max(positions, UsualElements / config.RotarySize));
        if (_table is null || _table.Shape[0] < positions)
        {
            _table = backend is NullBackend
                ? Tensor.Over(backend, null, 0, [positions, config.RotarySize])
                : Tensor.From<float>(backend, RotaryTable.Create(positions, config.RotarySize, ropeBase, config.RopeScaling), [positions, config.RotarySize]);
        }

        return _table;
    }
}
