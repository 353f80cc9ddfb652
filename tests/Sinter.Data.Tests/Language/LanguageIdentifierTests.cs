using System.Text;
using Sinter.Data.Language;

namespace Sinter.Data.Tests.Language;

public sealed class LanguageIdentifierTests
{
    /// <summary>Sentences of our own, that are in no source of the training.</summary>
    public static TheoryData<string, string> Sentences => new()
    {
        { "en", "My neighbour bought a small red boat last summer and sails it every weekend." },
        { "zh", "我的邻居去年夏天买了一条红色的小船，每个周末都去湖上划船。" },
        { "zh", "我的鄰居去年夏天買了一艘紅色的小船，每個週末都去湖上划船。" },
        { "hi", "मेरे पड़ोसी ने पिछली गर्मियों में एक छोटी लाल नाव खरीदी और हर सप्ताह उसे चलाता है।" },
        { "es", "Mi vecino compró un pequeño barco rojo el verano pasado y navega todos los fines de semana." },
        { "fr", "Mon voisin a acheté un petit bateau rouge l'été dernier et il navigue chaque week-end." },
        { "ar", "اشترى جاري قاربا أحمر صغيرا في الصيف الماضي ويبحر به في نهاية كل أسبوع." },
        { "bn", "আমার প্রতিবেশী গত গ্রীষ্মে একটি ছোট লাল নৌকা কিনেছেন।" },
        { "pt", "O meu vizinho comprou um pequeno barco vermelho no verão passado e navega todos os fins de semana." },
        { "ru", "Мой сосед прошлым летом купил маленькую красную лодку и плавает на ней каждые выходные." },
        { "ur", "میرے پڑوسی نے پچھلی گرمیوں میں ایک چھوٹی سی سرخ کشتی خریدی ہے۔" },
        { "id", "Tetangga saya membeli perahu merah kecil pada musim panas lalu dan berlayar setiap akhir pekan." },
        { "de", "Mein Nachbar hat sich im letzten Sommer ein kleines rotes Boot gekauft und segelt jedes Wochenende." },
        { "ja", "隣の人は去年の夏に小さな赤い船を買って、毎週末それに乗っています。" },
        { "mr", "माझ्या शेजाऱ्याने गेल्या उन्हाळ्यात एक छोटी लाल होडी विकत घेतली आणि तो दर आठवड्याला ती चालवतो." },
        { "te", "మా పొరుగువాడు గత వేసవిలో ఒక చిన్న ఎర్ర పడవ కొన్నాడు." },
        { "tr", "Komşum geçen yaz küçük kırmızı bir tekne aldı ve her hafta sonu denize açılıyor." },
        { "ta", "என் அண்டை வீட்டுக்காரர் கடந்த கோடையில் ஒரு சிறிய சிவப்பு படகை வாங்கினார்." },
        { "vi", "Người hàng xóm của tôi đã mua một chiếc thuyền nhỏ màu đỏ vào mùa hè năm ngoái." },
        { "ko", "우리 이웃은 지난여름에 작은 빨간 배를 사서 주말마다 탄다." },
        { "it", "Il mio vicino ha comprato una piccola barca rossa l'estate scorsa e naviga ogni fine settimana." },
        { "th", "เพื่อนบ้านของฉันซื้อเรือสีแดงลำเล็กเมื่อฤดูร้อนที่แล้ว" },
        { "gu", "મારા પાડોશીએ ગયા ઉનાળામાં એક નાની લાલ હોડી ખરીદી." },
        { "fa", "همسایه من تابستان گذشته یک قایق قرمز کوچک خرید و هر آخر هفته با آن به دریا می‌رود." },
        { "pl", "Mój sąsiad kupił zeszłego lata małą czerwoną łódkę i pływa nią w każdy weekend." },
        { "uk", "Мій сусід минулого літа купив маленький червоний човен і плаває на ньому щовихідних." },
        { "ml", "എന്റെ അയൽക്കാരൻ കഴിഞ്ഞ വേനലിൽ ഒരു ചെറിയ ചുവന്ന വള്ളം വാങ്ങി." },
        { "kn", "ನನ್ನ ನೆರೆಯವರು ಕಳೆದ ಬೇಸಿಗೆಯಲ್ಲಿ ಒಂದು ಸಣ್ಣ ಕೆಂಪು ದೋಣಿ ಖರೀದಿಸಿದರು." },
        { "my", "ကျွန်တော့်အိမ်နီးချင်းက ပြီးခဲ့တဲ့နွေရာသီမှာ လှေအနီလေးတစ်စင်းဝယ်ခဲ့တယ်။" },
        { "nl", "Mijn buurman heeft vorige zomer een kleine rode boot gekocht en zeilt elk weekend." },
        { "ro", "Vecinul meu a cumpărat vara trecută o barcă mică roșie și navighează în fiecare weekend." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentences_of_large_languages_are_told(string code, string sentence)
    {
        LanguageIdentifier.Default.Identify(sentence).Code.ShouldBe(code);
        LanguageIdentifier.Default.Identify(Encoding.UTF8.GetBytes(sentence)).ShouldBe(LanguageIdentifier.Default.Identify(sentence));
    }

    [Fact]
    public void Line_feeds_are_spaces()
    {
        var inLines = "Mein Nachbar\nhat ein Boot\ngekauft\n";

        LanguageIdentifier.Default.Identify(inLines).ShouldBe(LanguageIdentifier.Default.Identify("Mein Nachbar hat ein Boot gekauft"));
        LanguageIdentifier.Default.Identify(Encoding.UTF8.GetBytes(inLines)).ShouldBe(LanguageIdentifier.Default.Identify(inLines));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    public void Nothing_is_in_no_language(string text)
    {
        LanguageIdentifier.Default.Identify(text).ShouldBe(new LanguageGuess("", 0));
        LanguageIdentifier.Default.Identify(text, new LanguageGuess[3]).ShouldBe(0);
    }

    [Fact]
    public void Broken_text_is_judged_all_the_same()
    {
        LanguageIdentifier.Default.Identify("half a pair \uD83D and then the rest of an English sentence").Code.ShouldBe("en");
        LanguageIdentifier.Default.Identify([0xFF, 0xFE, 0x80]).Probability.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Several_guesses_come_the_likeliest_first()
    {
        var guesses = new LanguageGuess[4];

        LanguageIdentifier.Default.Identify("Jeg har kjøpt en liten rød båt", guesses).ShouldBe(4);
        guesses.Select(guess => guess.Probability).ShouldBeInOrder(SortDirection.Descending);
        guesses.Take(3).Select(guess => guess.Code).ShouldContain("no");
    }

    [Fact]
    public void Every_code_of_the_model_has_a_name()
    {
        LanguageIdentifier.Default.Codes.Count.ShouldBeGreaterThan(100);
        LanguageIdentifier.Default.Codes.Order(StringComparer.Ordinal).ShouldBe(LanguageNames.All.Keys);
        LanguageNames.Of("cy").ShouldBe("Welsh");
        LanguageNames.Of("??").ShouldBe("??");
    }
}
