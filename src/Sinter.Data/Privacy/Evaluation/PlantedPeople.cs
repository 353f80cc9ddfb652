namespace Sinter.Data.Privacy;

/// <summary>Invented people and places by language. They were written down without the lists of names that the detector has: some are in them and some are not.</summary>
internal static class PlantedPeople
{
    private static readonly Dictionary<string, (string[] People, string[] Streets, string[] Towns)> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = (
            Lines("""
                Harriet Pemberton;Callum Ashworth;Priya Raghunathan;DeShawn Whitfield;Marguerite O'Dowd;Tobias Kessler;Aaliyah Brooks;Winston Abernathy;Siobhan Gallagher;Jermaine Tuttle;Rosalind Featherstone;Eli Mordecai;Grace Hopewell;
                Mark Rutherford;Thomas Greene;Jennifer Walsh;Robert J. Halloran;Mary-Kate Lindqvist;Kwame Asante;Fatima El-Sayed;Xiaoming Zhang;Hiroshi Tanaka;Kim Ji-woo;Nguyen Van Minh;Anita Desai-Holt;Samuel L. Prewitt;Beatrix Quimby;
                Darius Okonjo;Ludmila Petrenko;Clive Barnstable;Ravi Venkataraman;Zoë Marchetti;Bartholomew Finch;Imogen Thackeray;Will Sanderson;Hope Callaway;Emily Rose Carver;James T. Buckley;Latoya Simmons;Ian McAllister
                """),
            Lines("Baker Street;Elm Avenue;Old Kent Road;Maple Drive;West 42nd Street;Cedar Ln;Martin Luther King Jr. Blvd;Rosewood Close;N. Michigan Ave.;St. James Square;Oakfield Crescent;Winding Brook Way"),
            Lines("Springfield, IL 62704;Leeds LS1 4AP;London NW1 6XE;Portland, OR 97205;Austin, Texas 78701;Toronto, ON M5V 2T6;Cambridge CB2 1TN;Brooklyn, NY 11201-3402;Sydney NSW 2000")),
        ["de"] = (
            Lines("""
                Friedhelm Osterkamp;Anneliese Brückner;Jürgen Habermehl;Katharina von Stetten;Murat Yıldırım;Svenja Lüdemann;Karl-Heinz Pfannkuch;Ingeborg Zieliński;Lukas Oberhauser;Mechthild Dörr;Swantje Petersen;Ekkehard Voss;
                Sabine Müller;Thomas Schneider;Michaela Fuchs;Hans Zimmer;Levin Schopenhauer;Gunda Quast;Rosa Blum;Dragan Petrović;Aylin Demir;Ottilie Freytag;Maximilian Graf;Steffen Krause;Undine Rehbein
                """),
            Lines("Hauptstraße;Berliner Str.;Am Alten Markt;Goetheweg;Karl-Marx-Allee;Lange Gasse;Schillerplatz;Bahnhofstrasse;Unter den Linden;Dorfanger;Kastanienallee;Neuer Wall"),
            Lines("10115 Berlin;80331 München;60311 Frankfurt am Main;D-20095 Hamburg;1010 Wien;8001 Zürich;04109 Leipzig;50667 Köln")),
        ["fr"] = (
            Lines("""
                Anne-Sophie Delacourt;Jean-Baptiste Morvan;Thibaud Lestrange;Océane Petitjean;Mohamed Benyahia;Ghislain de La Tour;Clotilde Vauquelin;Yann Le Goff;Solveig Kerbrat;Martin Dupuis;Nicolas Fournier;Marie Lefebvre;Émilie Chardonnet;
                Rose Blanchet;Aurélien Roche;Aminata Diallo;Edgar Montreuil;Pauline Girardot;Olivier Chabrol;Bernadette Soubirou;Zineb Haddad;Hippolyte Cazenave
                """),
            Lines("rue de la Paix;avenue des Champs-Élysées;boulevard Voltaire;place de la République;impasse des Lilas;chemin du Moulin;quai d'Orsay;allée des Tilleuls;bd Saint-Michel;cours Mirabeau;rue Mouffetard"),
            Lines("75002 Paris;69003 Lyon;13100 Aix-en-Provence;33000 Bordeaux;F-67000 Strasbourg;1000 Bruxelles;31000 Toulouse;92200 Neuilly-sur-Seine")),
        ["es"] = (
            Lines("""
                María José Etxeberria;Íñigo Larrazábal;Rosa Campoamor;Guadalupe Xochitl Reyes;Juan Carlos Domínguez;Lucía Fernández Soto;Pepe Carvalho;Dulce María Loynaz;Santiago Vázquez;Nuria Ferrer;Ezequiel Bustamante;Remedios Varo;Joaquín de la Fuente;
                Paz Errázuriz;Andrés Iniesta Luján;Yolanda Machuca;Rigoberto Quiñones;Carmen Ruiz;Ainhoa Goikoetxea;Cayetano Berro
                """),
            Lines("Calle Mayor;Avenida de la Constitución;C/ Serrano;Plaza de España;Paseo del Prado;Gran Vía;Avda. Diagonal;calle del Doctor Fleming;Ronda de Atocha;Camino Real"),
            Lines("28013 Madrid;08036 Barcelona;41001 Sevilla;46002 Valencia;29005 Málaga (Málaga);15003 A Coruña")),
        ["it"] = (
            Lines("""
                Gianfranco Bellucci;Ludovica Sforza;Pierluigi Casadei;Maria Grazia Cucinotti;Ermenegildo Zanon;Rosa Esposito;Nicolò De Santis;Fiammetta Orsini;Alessandro Ricci;Giulia Ferrari;Oreste Scaramuzza;Yuri Gagliardi;Luigi Di Marco;Santa Vitale;
                Ottavia Brambilla;Dario D'Amico;Beppe Fumagalli;Assunta Cacciapuoti
                """),
            Lines("Via Roma;Viale dei Mille;Corso Vittorio Emanuele;Piazza Garibaldi;Via XX Settembre;Largo Argentina;Vicolo Stretto;via Giuseppe Verdi;Piazzale Loreto"),
            Lines("00184 Roma;20121 Milano MI;50123 Firenze;10121 Torino (TO);80133 Napoli;40126 Bologna")),
        ["nl"] = (
            Lines("""
                Jan-Willem van den Broek;Fleur Hoogland;Sjoerd Wiersma;Bregje de Wit;Pieter Jansen;Youssef El Amrani;Roos Vermeulen;Marieke van Dijk;Thijmen Kuipers;Cornelia Schuurmans;Rutger Blom;Hendrik-Jan Postma;Saskia ter Horst;Floor Bakker;Wubbo Ockels;
                Aukje Terpstra
                """),
            Lines("Keizersgracht;Dorpsstraat;Laan van Meerdervoort;Oude Gracht;Stationsplein;Nieuwezijds Voorburgwal;Wilhelminalaan;Zeedijk;Burgemeester Smitweg"),
            Lines("1015 CJ Amsterdam;3511 LX Utrecht;2517AB Den Haag;9712 HG Groningen;2000 Antwerpen;5611 EM Eindhoven")),
        ["pl"] = (
            Lines("""
                Bronisława Kociubińska;Grzegorz Brzęczyszczykiewicz;Anna Maria Wesołowska;Zdzisław Pomorski;Kazimiera Szczuka;Jan Kowalski;Lech Wilk;Małgorzata Kożuchowska;Oskar Świtała;Stefania Grodzieńska;Piotr Zieliński;Maja Ostaszewska;Wincenty Kadłubek;
                Halina Frąckowiak;Bożydar Iwanow
                """),
            Lines("ul. Marszałkowska;ulica Długa;al. Jerozolimskie;pl. Bankowy;os. Słoneczne;ul. Świętego Jana;Aleja Róż"),
            Lines("00-590 Warszawa;31-042 Kraków;80-831 Gdańsk;50-101 Wrocław;61-701 Poznań;90-001 Łódź")),
        ["sv"] = (
            Lines("""
                Gun-Britt Hägglund;Rasmus Töpfer;Åsa-Nisse Lundkvist;Hjördis Petterson;Per Albin Hansson;Ulf Adelsohn;Linnea Wikander;Torbjörn Fälldin;Maj Sjöwall;Ebba Grönvall;Kjell-Åke Westin;Signe Hasso;Øystein Haugland;Mette-Marit Solheim;Jyrki Katainen;
                Birgitta Stenberg;Erik Johansson
                """),
            Lines("Storgatan;Kungsgatan;Sveavägen;Västra Hamngatan;Stora Torget;Björkvägen;Drottninggatan;Lilla Gränd"),
            Lines("114 55 Stockholm;411 36 Göteborg;211 20 Malmö;0150 Oslo;1050 København;753 10 Uppsala")),
        ["pt"] = (
            Lines("""
                Conceição Evaristo;João Guimarães;Thaís Araújo;Raimundo Nonato;Maria das Dores Silva;Zé Ramalho;Iracema Tupinambá;Vítor Baía;Inês Pedrosa;Benedito Ruy Barbosa;Graça Aranha;Cauã Reymond;Luísa Sobral;Antônio Carlos Jobim;Duarte Pacheco;Wanderley Luxemburgo
                """),
            Lines("Rua Augusta;Avenida Paulista;Praça da Sé;Travessa do Carmo;Alameda Santos;Rua Dom Pedro II;Av. Brasil;Largo do Rato"),
            Lines("1100-053 Lisboa;01310-100 São Paulo;4000-322 Porto;20040-002 Rio de Janeiro;3000-150 Coimbra")),
        ["tr"] = (
            Lines("""
                Nazlıcan Özdemir;Mehmet Ali Birand;Gülten Akın;Halide Edip Adıvar;Umut Sarıkaya;Cemal Süreya;Sevgi Soysal;Bedri Rahmi Eyüboğlu;İlber Ortaylı;Deniz Gezmiş;Türkan Şoray;Kerim Tekin;Zülfü Livaneli;Ayşe Kulin;Çağan Irmak
                """),
            Lines("Atatürk Caddesi;İstiklal Cad.;Gül Sokak;Cumhuriyet Bulvarı;Bağdat Caddesi No:"),
            Lines("34430 İstanbul;06420 Ankara;35210 İzmir;07100 Antalya")),
    };

    /// <summary>The names of people.</summary>
    public static string[] People(string language) => ByLanguage[language].People;

    /// <summary>The names of streets, without a number.</summary>
    public static string[] Streets(string language) => ByLanguage[language].Streets;

    /// <summary>Towns with their postcodes, as they are written in one line.</summary>
    public static string[] Towns(string language) => ByLanguage[language].Towns;

    private static string[] Lines(string list) => list.Split([';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
