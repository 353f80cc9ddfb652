using Sinter.Models.Recurrent;
using Sinter.Models.Transformers;
using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>The parameters of a description, without making the model.</summary>
public static class ModelLayout
{
    /// <summary>Names, shapes and roles of all parameters.</summary>
    public static IEnumerable<ParameterSpec> Of(ModelConfig config) => config.Kind switch
    {
        ModelKind.Decoder or ModelKind.Encoder => TransformerLayout.Of(config),
        ModelKind.EncoderDecoder => EncoderDecoderLayout.Of(config),
        ModelKind.Recurrent => RecurrentLayout.Of(config),
        _ => throw new NotSupportedException($"There is no model of the kind {config.Kind}."),
    };

    extension(ModelConfig config)
    {
        /// <summary>Number of trainable weights; a tied embedding counts once.</summary>
        public long Parameters => Of(config).Sum(static spec => spec.Shape.Count);
    }
}
