using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>A model that reads one text: a decoder, an encoder or a recurrent model.</summary>
/// <param name="config">The description.</param>
/// <param name="backend">Where it lives.</param>
/// <param name="layout">Its parameters.</param>
/// <param name="trainable">Whether there are gradients.</param>
/// <param name="tuning">What of it is trained; null for everything.</param>
public abstract class TextModel(ModelConfig config, Backend backend, IEnumerable<ParameterSpec> layout, bool trainable, ModelTuning? tuning)
    : Model(config, backend, layout, trainable, tuning)
{
    /// <summary>The last hidden states [batch, time, hidden size].</summary>
    /// <param name="inputs">What is read.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each layer; null for nobody.</param>
    public abstract Tensor Hidden(TextInputs inputs, Action<int, Tensor>? observe = null);
}
